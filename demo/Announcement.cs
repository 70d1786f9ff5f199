using System.Text.Json;
using Demo.Microsoft365;
using Directory = Demo.Microsoft365.Directory;

namespace Demo;

/// <summary>What the demo says when it is ready.</summary>
public static class Announcement
{
    public static string Line(DemoAddresses at) => JsonSerializer.Serialize(new
    {
        web = at.Web,
        api = at.Api,
        graph = at.Graph,
        outlook = at.Outlook,
        smtp = at.Smtp,
        dns = at.Dns,
        tenantId = Directory.Contoso.Id,
        fabrikamTenantId = Directory.Fabrikam.Id,
        clientId = DemoAddresses.ClientId,
        scope = at.Scope,
    });

    public static string Table(DemoAddresses at, string dataFolder)
    {
        var directory = new Directory();
        var people = directory.Users.Select(user =>
            $"  {user.DisplayName,-20}{user.Address,-24}{Company(directory, user)}{(user.Roles.Count > 0 ? ", admin" : "")}");
        return $"""

            MailCrm is ready. Start in the simulated Outlook; Ctrl-C stops everything.

              Outlook (simulated)   {at.Outlook}
              MailCrm in a browser  {at.Web}
              The API and its page  {at.Api}/swagger
              Microsoft 365 (sim.)  {at.Graph}
              SMTP for Smart BCC    {at.Smtp}   {string.Join(", ", directory.Tenants.Select(t => $"{t.MailName}@{Directory.BccDomain}"))}
              DNS (simulated)       {at.Dns}
              State is kept in      {dataFolder}

            Sign in as (everybody's password is "{Directory.Password}"):

            {string.Join('\n', people)}

            """;
    }

    private static string Company(Directory directory, SimUser user) => directory.FindTenant(user.TenantId)!.Name;
}
