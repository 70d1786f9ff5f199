using System.Net;
using System.Reflection;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Messages;

/// <summary>R60, R106, R122: the words of a query are written as in JSON, in lower case with underscores.</summary>
public sealed class QueryWordsTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task R60_lists_each_box_by_its_word()
    {
        await app.TakeAsync(Letters.Of("kept"));
        await app.TakeAsync(Letters.Of("put-away", "jiro@sato.example"));
        await app.PutAsync(World.Anna, $"messages/{(await app.TakenAsync("put-away")).Id}/archived", new { archived = true });

        Assert.Equal(["Letter kept"], await SubjectsAsync("conversations?box=inbox"));
        Assert.Equal(["Letter put-away", "Letter kept"], await SubjectsAsync("conversations?box=sent"));
        Assert.Equal(["Letter put-away"], await SubjectsAsync("conversations?box=archive"));
        Assert.Equal(["Letter put-away", "Letter kept"], await SubjectsAsync("conversations?box=all"));
    }

    [Fact]
    public async Task R106_narrows_the_mail_of_a_record_to_a_door_by_its_word()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Narrowed" });
        await app.TakeAsync(Letters.Of("door"), deal.Text("smartBccAddress"));

        Assert.Equal(["Letter door"], await SubjectsAsync($"deals/{deal.Id()}/messages?source=smart_bcc"));
        Assert.Empty(await SubjectsAsync($"deals/{deal.Id()}/messages?source=sync"));
    }

    [Fact]
    public async Task R28_narrows_the_intake_log_by_several_words()
    {
        await app.TakeAsync(Letters.Of("logged"));

        var found = await app.GetAsync(World.Anna, "me/intake-log?outcome=stored&outcome=try_again");

        Assert.Equal("stored", Assert.Single(found.Json.GetProperty("items").EnumerateArray()).Text("outcome"));
    }

    [Theory]
    [InlineData("conversations?box=Sent")]
    [InlineData("conversations?box=1")]
    [InlineData("conversations?box=outbox")]
    [InlineData("conversations?in=Subject")]
    [InlineData("me/intake-log?outcome=Stored")]
    [InlineData("records?kinds=Deal")]
    public async Task R122_refuses_what_is_no_word_of_the_list(string path)
    {
        var said = await app.GetAsync(World.Anna, path);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Equal("invalid", said.Code);
    }

    [Theory]
    [InlineData("conversations?limit=many", "limit", "a whole number")]
    [InlineData("conversations?unread=perhaps", "unread", "true or false")]
    [InlineData("conversations?box=outbox", "box", "one of inbox, sent, archive, all")]
    [InlineData("me/intake-log?from=yesterday", "from", "a time such as")]
    public async Task R122_names_the_parameter_that_cannot_be_read_and_what_would_be_right(
        string path, string name, string expected)
    {
        var said = await app.GetAsync(World.Anna, path);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Equal("malformed", said.Json.GetProperty("errors").GetProperty(name)[0].GetString());
        Assert.Contains(expected, said.Json.Text("detail"));
    }

    [Fact]
    public async Task R122_the_API_document_names_the_words()
    {
        var document = await app.Client().GetAsync("/swagger/v1/swagger.json").JsonAsync();
        var box = document.GetProperty("paths").GetProperty("/api/conversations").GetProperty("get").GetProperty("parameters")
            .EnumerateArray().Single(p => p.Text("name") == "box");

        Assert.Equal(
            ["inbox", "sent", "archive", "all"],
            box.GetProperty("schema").GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
    }

    [Fact]
    public void R122_no_query_or_path_takes_the_names_of_the_code()
    {
        var handlers = app.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<MethodInfo>()).OfType<MethodInfo>().ToList();
        Assert.True(handlers.Count > 50);

        var types = handlers.SelectMany(handler => handler.GetParameters()).SelectMany(parameter =>
            parameter.GetCustomAttribute<AsParametersAttribute>() is null
                ? [parameter.ParameterType]
                : parameter.ParameterType.GetProperties().Select(property => property.PropertyType));

        Assert.DoesNotContain(types, type => (type.GetElementType() ?? Nullable.GetUnderlyingType(type) ?? type).IsEnum);
    }

    private async Task<List<string?>> SubjectsAsync(string path)
    {
        var said = await app.GetAsync(World.Anna, path);
        Assert.True(said.Status == HttpStatusCode.OK, said.Body);
        return [.. said.Json.GetProperty("items").EnumerateArray().Select(item => item.Text("subject"))];
    }
}
