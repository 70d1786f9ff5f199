using CompanionApi;

await Api.Build(args).RunAsync();
