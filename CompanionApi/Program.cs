using CompanionApi;
using CompanionApi.Backups;

if (BackupCommand.IsOne(args))
{
    return await BackupCommand.RunAsync(args, Console.Out);
}

await Api.Build(args).RunAsync();
return 0;
