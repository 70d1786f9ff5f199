using System.Net;
using System.Text.RegularExpressions;
using CompanionApi.Protocols.Mime;

namespace Demo.Outlook;

/// <summary>
/// The body for the page's sealed frame: the sender's HTML with the mail's own images put in, or the text made HTML.
/// The frame, not this, keeps it harmless.
/// </summary>
internal static partial class ShownHtml
{
    public static string Of(ParsedMail mail, byte[] source)
    {
        if (mail.Html is null)
        {
            var text = Links().Replace(WebUtility.HtmlEncode(mail.Text ?? ""), "<a href=\"$0\">$0</a>");
            return $"<pre dir=\"auto\">{text}</pre>";
        }

        var images = mail.Attachments.Where(part => part.ContentId is not null).ToLookup(part => part.ContentId);
        return ContentIds().Replace(mail.Html, link =>
            images[WebUtility.UrlDecode(link.Groups["id"].Value)].FirstOrDefault() is { } image
                ? $"data:{image.ContentType};base64,{Convert.ToBase64String(image.Decode(source))}"
                : link.Value);
    }

    [GeneratedRegex(@"(?<=[""'(=])cid:(?<id>[^""')\s>]+)", RegexOptions.IgnoreCase)]
    private static partial Regex ContentIds();

    [GeneratedRegex(@"https?://[^\s<>""']+[^\s<>""'.,;:!?)]")]
    private static partial Regex Links();
}
