using AddinWeb;

await Web.Build(args).RunAsync();
