using AddinWeb.Settings;
using AddinWeb.Tests.Support;

namespace AddinWeb.Tests.Settings;

public class WebSettingsTests
{
    private static readonly string[] Right =
    [
        "--AzureAd:ClientId=11111111-2222-3333-4444-555555555555",
        "--PublicUrl:Web=https://crm.contoso.example",
        "--PublicUrl:Api=https://api.contoso.example",
    ];

    [Fact]
    public void Names_every_setting_that_is_missing_at_once()
    {
        var problems = WebApp.ProblemsOf();

        Assert.Contains(problems, problem => problem.Contains("PublicUrl:Web: expected") && problem.Contains("not set"));
        Assert.Contains(problems, problem => problem.Contains("PublicUrl:Api: expected"));
        Assert.Contains(problems, problem => problem.Contains("AzureAd:ClientId: expected") && problem.Contains("GUID"));
    }

    [Theory]
    [InlineData("PublicUrl:Web", "crm.contoso.example")]
    [InlineData("PublicUrl:Web", "http://crm.contoso.example")]
    [InlineData("PublicUrl:Web", "https://crm.contoso.example/mail")]
    [InlineData("PublicUrl:Web", "https://crm.contoso.example/?x")]
    [InlineData("PublicUrl:Api", "ftp://api.contoso.example")]
    [InlineData("PublicUrl:Api", "https://user:word@api.contoso.example")]
    [InlineData("AzureAd:ClientId", "contoso")]
    [InlineData("Pages:OfficeJsUrl", "/office.js")]
    [InlineData("Pages:OidcAuthority", "http://sign-in.example")]
    [InlineData("Pages:MsalAuthority", "")]
    [InlineData("Pages:FrameAncestors", "https://outlook.example; script-src *")]
    [InlineData("Pages:FrameAncestors", "https://outlook.example/mail")]
    [InlineData("Pages:FrameAncestors", "outlook.example")]
    public void A_wrong_setting_stops_the_program_with_its_name_and_what_was_found(string name, string value)
    {
        var problems = WebApp.ProblemsOf([.. Right, $"--{name}={value}"]);
        Assert.All(problems, problem => Assert.StartsWith($"  {name}: expected", problem));
    }

    [Fact]
    public void Pages_that_were_not_built_stop_the_program()
    {
        var empty = Directory.CreateTempSubdirectory("addinweb");
        var wrong = Assert.Throws<WrongSettingException>(() => WebApp.Build(empty, Right));
        Assert.Contains("npm run build", wrong.Message);
    }
}
