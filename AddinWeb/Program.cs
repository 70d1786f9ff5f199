using AddinWeb;
using AddinWeb.Settings;

try
{
    await Web.Build(args).RunAsync();
    return 0;
}
catch (WrongSettingException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
