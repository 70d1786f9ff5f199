using Demo;

try
{
    await using var demo = await DemoHost.StartAsync(DemoOptions.Parse(args));
    demo.Announce(Console.Out);
    await demo.WaitForShutdownAsync();
    return 0;
}
catch (WrongFlagException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
