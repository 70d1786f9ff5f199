using AddinWeb.Settings;
using Demo;
using Demo.Seed;

const int StoppedByCtrlC = 130;

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
catch (OperationCanceledException)
{
    return StoppedByCtrlC;
}
catch (Exception trouble) when (trouble is WrongSettingException or SeedException)
{
    await Console.Error.WriteLineAsync(trouble.Message);
    return 1;
}
