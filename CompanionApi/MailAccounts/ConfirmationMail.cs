using System.Net;
using CompanionApi.Data;
using CompanionApi.Http;

namespace CompanionApi.MailAccounts;

/// <summary>
/// The mail with the link that confirms a sender address (S21): it says who asks and why, since whoever reads it may
/// never have heard of us. In both languages, as text and as HTML.
/// </summary>
public sealed class ConfirmationMail(MailOut mail, PublicUrls urls)
{
    private const int MaxName = 100;
    private const string Subject = "MailCrm: confirm this address / 送信元アドレスの確認";

    public Task SendAsync(string to, CurrentUser asking, string company, string token, CancellationToken ct)
    {
        var link = $"{urls.Web}settings/sender-addresses?token={Uri.EscapeDataString(token)}";
        var name = Plain(asking.DisplayName);
        company = Plain(company);
        var english = new Words(
            $"{name} ({asking.Email}, {company}) asks MailCrm, the CRM of {company}, to take mail from {to} as theirs: " +
            $"mail sent from this address to {company}'s Smart BCC addresses would be filed in {name}'s mail tab.",
            $"Is that you? Open this link within a day, signed in as {asking.Email}:", "Confirm this address",
            $"If you do not know {name} or did not ask for this, do nothing. The link is of no use to anybody else.");
        var japanese = new Words(
            $"{company}のCRM「MailCrm」で、{name}さん({asking.Email})が、{to} を自分の代替メールアドレスとして登録しようとしています。" +
            $"登録すると、このアドレスから{company}のスマートBCCアドレスに送られたメールは、{name}さんのメールタブに取り込まれます。",
            $"ご本人の場合は、{asking.Email} でサインインした状態で、24時間以内に次のリンクを開いてください。", "このアドレスを確認する",
            "お心当たりがない場合は、何もする必要はありません。ほかの人がこのリンクを使うことはできません。");
        return mail.SendAsync(
            to, Subject, $"{english.Text(link)}\n----\n\n{japanese.Text(link)}",
            $"<!DOCTYPE html><html><body>{english.Html(link, "en")}<hr>{japanese.Html(link, "ja")}</body></html>", ct);
    }

    // A name is what somebody typed into a directory: no lines of its own, no address to click on.
    private static string Plain(string name)
    {
        var plain = string.Concat(name.Where(c => !char.IsControl(c))).Replace("://", " ", StringComparison.Ordinal);
        return plain.Length > MaxName ? plain[..MaxName] : plain;
    }

    private sealed record Words(string Why, string IsThatYou, string Confirm, string Else)
    {
        public string Text(string link) => $"{Why}\n\n{IsThatYou}\n{link}\n\n{Else}\n";

        public string Html(string link, string language) =>
            $"<div lang=\"{language}\"><p>{Safe(Why)}</p><p>{Safe(IsThatYou)}</p>" +
            $"<p><a href=\"{Safe(link)}\">{Safe(Confirm)}</a><br>{Safe(link)}</p><p>{Safe(Else)}</p></div>";

        private static string Safe(string text) => WebUtility.HtmlEncode(text);
    }
}
