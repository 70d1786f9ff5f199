using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.SmartBcc;

/// <summary>How a loop is told: as RFC 5321 6.3 counts one; no honest way is that long.</summary>
internal static class Hops
{
    public static readonly SmtpReply Loop = new(554, "5.4.6", "This mail goes round in a loop; look at where it is forwarded");

    private const int Most = 100;

    public static bool AreTooMany(HeaderList headers) => headers.All("Received").Take(Most + 1).Count() > Most;
}
