using System.Net;
using System.Text;
using System.Text.Json;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Records;

/// <summary>What each kind holds, and what it refuses.</summary>
public sealed class RecordKindsTests(CompanionApp app) : IClassFixture<CompanionApp>
{
    private static readonly string[] Common =
    [
        "kind", "id", "name", "version", "owner", "visibleTo", "mine", "createdAt", "lastMailSentAt",
        "lastMailReceivedAt",
    ];

    [Fact]
    public async Task A_person()
    {
        var acme = await app.MakeAsync(World.Anna, "organizations", new { name = "Acme" });

        var made = await app.MakeAsync(World.Anna, "persons", new
        {
            firstName = "Taro", lastName = "Yamada",
            emails = new[] { " Taro@ACME.example ", "taro@acme.example", "y@acme.example" },
            organizationId = acme.Id(), visibleTo = "team", futureField = 1,
        });

        Assert.Equal(Of("firstName", "lastName", "emails", "organization", "organizationId", "isNewByMail", "deals"), Fields(made));
        Assert.Equal(
            ("Taro Yamada", "Taro", "Yamada"), (made.Text("name"), made.Text("firstName"), made.Text("lastName")));
        Assert.Equal(
            ["taro@acme.example", "y@acme.example"],
            made.Emails());
        Assert.Equal(
            ("organization", "Acme"),
            (made.GetProperty("organization").Text("kind"), made.GetProperty("organization").Text("name")));
        Assert.Equal(acme.Id(), made.GetProperty("organizationId").GetGuid());
        Assert.Equal(
            ("person", "team", 1), (made.Text("kind"), made.Text("visibleTo"), made.GetProperty("version").GetInt32()));
        Assert.False(made.GetProperty("isNewByMail").GetBoolean());
        Assert.Equal("record_created", made.GetProperty("change").Text("kind"));
        await AsReadAsync("persons", made);
    }

    [Fact]
    public async Task An_organization()
    {
        var made = await app.MakeAsync(World.Anna, "organizations", new { name = "  Globex\tK.K.  " });

        Assert.Equal(Of("persons", "deals"), Fields(made));
        Assert.Equal("Globex K.K.", made.Text("name"));
        await AsReadAsync("organizations", made);
    }

    [Fact]
    public async Task A_lead()
    {
        var person = await app.MakeAsync(
            World.Anna, "persons", new { name = "Ichiro", emails = new[] { "ichiro@lead.example" } });

        var made = await app.MakeAsync(World.Anna, "leads", new
        {
            title = "Roasters for Osaka", lastName = "Suzuki", emails = new[] { "suzuki@lead.example" },
            personId = person.Id(),
        });

        Assert.Equal(
            Of("title", "lastName", "emails", "person", "personId", "status", "convertedTo", "smartBccAddress", "isNewByMail"), Fields(made));
        Assert.Equal(("Roasters for Osaka", "Roasters for Osaka"), (made.Text("title"), made.Text("name")));
        Assert.Equal(("Ichiro", person.Id()), (made.GetProperty("person").Text("name"), made.GetProperty("personId").GetGuid()));
        Assert.Equal("open", made.Text("status"));
        Assert.Matches(@"^contoso\+lead-[a-z2-7]{16}@bcc\.mailcrm\.example$", made.Text("smartBccAddress"));
        await AsReadAsync("leads", made);
    }

    [Fact]
    public async Task A_deal()
    {
        var person = await app.MakeAsync(World.Anna, "persons", new { name = "Hanako" });
        var other = await app.MakeAsync(World.Anna, "persons", new { name = "Jiro" });
        var acme = await app.MakeAsync(World.Anna, "organizations", new { name = "Acme Deal" });

        var made = await app.MakeAsync(World.Anna, "deals", new
        {
            title = "Acme 2026", personIds = new[] { other.Id(), person.Id() }, organizationId = acme.Id(),
            value = 1_234_567.5, currency = "jpy", status = "won",
        });

        Assert.Equal(
            Of("title", "persons", "personIds", "organization", "organizationId", "value", "currency", "status", "smartBccAddress"), Fields(made));
        Assert.Equal(["Jiro", "Hanako"], made.GetProperty("persons").Names());
        Assert.Equal("Acme Deal", made.GetProperty("organization").Text("name"));
        Assert.Equal([other.Id(), person.Id()], made.GetProperty("personIds").EnumerateArray().Select(id => id.GetGuid()));
        Assert.Equal(acme.Id(), made.GetProperty("organizationId").GetGuid());
        Assert.Equal(
            (1_234_567.5m, "JPY", "won"),
            (made.GetProperty("value").GetDecimal(), made.Text("currency"), made.Text("status")));
        Assert.Matches(@"^contoso\+deal-[a-z2-7]{16}@bcc\.mailcrm\.example$", made.Text("smartBccAddress"));
        await AsReadAsync("deals", made);

        var hanako = (await app.GetAsync(World.Ben, $"persons/{person.Id()}")).Json;
        Assert.Equal(["Acme 2026"], hanako.GetProperty("deals").Names());
        Assert.Equal(
            ["Acme 2026"],
            (await app.GetAsync(World.Ben, $"organizations/{acme.Id()}")).Json.GetProperty("deals").Names());
    }

    [Fact]
    public async Task A_project()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Sold" });

        var made = await app.MakeAsync(
            World.Anna, "projects", new { title = "Delivery", dealId = deal.Id(), status = "done" });

        Assert.Equal(Of("title", "persons", "personIds", "deal", "dealId", "status"), Fields(made));
        Assert.Equal(("Sold", "done"), (made.GetProperty("deal").Text("name"), made.Text("status")));
        Assert.Equal(deal.Id(), made.GetProperty("dealId").GetGuid());
        await AsReadAsync("projects", made);
    }

    [Fact]
    public async Task S33_each_deal_has_an_address_of_its_own()
    {
        var addresses = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            addresses.Add((await app.MakeAsync(World.Dan, "deals", new { title = "Same" })).Text("smartBccAddress"));
        }

        Assert.Equal(5, addresses.Distinct().Count());
        Assert.All(addresses, address => Assert.StartsWith("fabrikam+deal-", address));
    }

    [Theory]
    [InlineData("persons", "{}", "name", "required")]
    [InlineData("persons", """{"name":"  "}""", "name", "required")]
    [InlineData("organizations", """{"name":null}""", "name", "required")]
    [InlineData("deals", "{}", "title", "required")]
    [InlineData("deals", """{"title":17}""", "title", "malformed")]
    [InlineData("deals", """{"title":"x","status":"archived"}""", "status", "unknown")]
    [InlineData("deals", """{"title":"x","status":null}""", "status", "unknown")]
    [InlineData("deals", """{"title":"x","value":-1}""", "value", "out_of_range")]
    [InlineData("deals", """{"title":"x","value":1000000000000}""", "value", "out_of_range")]
    [InlineData("deals", """{"title":"x","value":0.00001}""", "value", "out_of_range")]
    [InlineData("deals", """{"title":"x","value":1e400}""", "value", "malformed")]
    [InlineData("deals", """{"title":"x","currency":"yen"}""", null, null)]
    [InlineData("deals", """{"title":"x","currency":"円円円"}""", "currency", "malformed")]
    [InlineData("deals", """{"title":"x","currency":"JPYS"}""", "currency", "too_long")]
    [InlineData("deals", """{"title":"x","visibleTo":"nobody"}""", "visibleTo", "unknown")]
    [InlineData("deals", """{"title":"x","visibleTo":3}""", "visibleTo", "malformed")]
    [InlineData("deals", """{"title":"x","owner":"01890000-0000-7000-8000-000000000000"}""", "owner", "not_available")]
    [InlineData("deals", """{"title":"x","organizationId":"not an id"}""", "organizationId", "malformed")]
    [InlineData("deals", """{"title":"x","personIds":["01890000-0000-7000-8000-000000000000"]}""", "personIds",
        "not_available")]
    [InlineData("leads", """{"title":"x","status":"converted"}""", "status", "unknown")]
    [InlineData("leads", """{"title":"x","emails":["a@b.example","nobody"]}""", "emails", "malformed")]
    [InlineData("leads", """{"title":"x","emails":[null]}""", "emails", "malformed")]
    [InlineData("projects", """{"title":"x","status":"open "}""", "status", "unknown")]
    [InlineData("projects", """[]""", "body", "malformed")]
    [InlineData("projects", """{"title":""", "title", "malformed")]
    public async Task A_wrong_body_names_the_field_and_what_would_be_right(
        string path, string json, string? field, string? code)
    {
        using var client = app.ClientFor(World.Anna);
        var said = await Said.OfAsync(await client.PostAsync(
            $"/api/{path}", new StringContent(json, Encoding.UTF8, "application/json")));

        if (field is null)
        {
            Assert.Equal(HttpStatusCode.Created, said.Status);
            return;
        }

        Assert.Equal(("invalid", code), (said.Code, said.Error(field)));
        Assert.True(said.Json.Text("detail").Length > field.Length + 5);
    }

    [Theory]
    [InlineData("taro@acme.example", true)]
    [InlineData("Taro.Yamada+crm@mail.acme.example", true)]
    [InlineData("\"taro yamada\"@acme.example", true)]
    [InlineData("o'brien@acme.example", true)]
    [InlineData("太郎@例え.example", true)]
    [InlineData("taro", false)]
    [InlineData("taro@", false)]
    [InlineData("@acme.example", false)]
    [InlineData("taro@acme", false)]
    [InlineData("taro@@acme.example", false)]
    [InlineData("ta ro@acme.example", false)]
    [InlineData("taro..y@acme.example", false)]
    [InlineData(".taro@acme.example", false)]
    [InlineData("taro@-acme.example", false)]
    [InlineData("taro@acme..example", false)]
    [InlineData("taro@[127.0.0.1]", false)]
    [InlineData("taro@acme.example, jiro@acme.example", false)]
    [InlineData("taro\r\nBcc: x@acme.example", false)]
    public async Task An_address_is_one_that_can_be_written_to(string address, bool isOne)
    {
        var said = await app.PostAsync(World.Chie, "leads", new { title = "Address", emails = new[] { address } });

        Assert.Equal(isOne ? HttpStatusCode.Created : HttpStatusCode.BadRequest, said.Status);
    }

    [Fact]
    public async Task Every_text_has_a_limit()
    {
        var emails = Enumerable.Range(0, 21).Select(i => $"p{i}@many.example").ToArray();
        var said = await app.PostAsync(World.Anna, "persons", new { name = new string('x', 201), emails });
        Assert.Equal(("too_long", "too_many"), (said.Error("name"), said.Error("emails")));

        Assert.Equal(
            "too_long",
            (await app.PostAsync(World.Anna, "deals", new { title = new string('x', 201) })).Error("title"));
        var longLocal = new string('x', 65) + "@acme.example";
        Assert.Equal(
            "malformed",
            (await app.PostAsync(
                World.Anna, "leads", new { title = "x", emails = new[] { longLocal } })).Error("emails"));
        var many = Enumerable.Range(0, 101).Select(_ => Guid.NewGuid()).ToArray();
        Assert.Equal(
            "too_many",
            (await app.PostAsync(World.Anna, "deals", new { title = "x", personIds = many })).Error("personIds"));
        Assert.Equal(
            HttpStatusCode.Created,
            (await app.PostAsync(World.Anna, "deals", new { title = new string('x', 200) })).Status);
    }

    [Fact]
    public async Task Lists_page_through_all_the_newest_first()
    {
        await using var own = await CompanionApp.StartAsync();
        for (var i = 1; i <= 7; i++)
        {
            await own.MakeAsync(
                World.Anna, "projects", new { title = $"P{i}", visibleTo = i % 2 == 0 ? "owner" : "everyone" });
        }

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await own.GetAsync(World.Ben, $"projects?limit=2&cursor={cursor}");
            Assert.True(page.Names.Count <= 2);
            names.AddRange(page.Names);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(["P7", "P5", "P3", "P1"], names);
        var first = await own.GetAsync(World.Ben, "projects?limit=2");
        Assert.Equal("not_of_this_list", (await own.GetAsync(World.Ben, $"deals?cursor={first.Next}")).Error("cursor"));
        Assert.Equal("not_of_this_list", (await own.GetAsync(World.Ben, "projects?cursor=rubbish")).Error("cursor"));
    }

    [Fact]
    public async Task Without_a_token_nothing_answers()
    {
        using var nobody = app.Client();
        string[] paths =
        [
            "persons", "organizations", "leads", "deals", "projects", "records?q=x", $"deals/{Guid.NewGuid()}/notes",
        ];
        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync($"/api/{path}")).StatusCode);
        }
    }

    [Fact]
    public async Task The_API_document_tells_of_them()
    {
        using var client = app.Client();
        var document = JsonDocument.Parse(await client.GetStringAsync("/swagger/v1/swagger.json")).RootElement;

        var post = document.GetProperty("paths").GetProperty("/api/deals").GetProperty("post");
        Assert.Equal("Makes a deal.", post.Text("summary"));
        var body = document.GetProperty("components").GetProperty("schemas").GetProperty("DealBody");
        Assert.Equal(
            [
                "currency", "linkConversationId", "organizationId", "owner", "personIds", "status", "title", "value",
                "version", "visibleTo",
            ],
            body.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order());
    }

    private static IEnumerable<string> Of(params string[] fields) => Common.Concat(fields).Order();

    private static IEnumerable<string> Fields(JsonElement json) =>
        json.EnumerateObject().Select(p => p.Name).Except(["change"]).Order();

    /// <summary>Reading it later says the same as making it did.</summary>
    private async Task AsReadAsync(string path, JsonElement made)
    {
        var read = (await app.GetAsync(World.Anna, $"{path}/{made.Id()}")).Json;
        Assert.Equal(Fields(made), Fields(read));
        Assert.All(
            Fields(read),
            field => Assert.Equal(made.GetProperty(field).GetRawText(), read.GetProperty(field).GetRawText()));
    }
}
