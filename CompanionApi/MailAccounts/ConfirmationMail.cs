using CompanionApi.Data;

namespace CompanionApi.MailAccounts;

/// <summary>
/// The mail with the link that confirms a sender address (S21): it says who asks and why, since whoever reads it may
/// never have heard of us.
/// </summary>
public sealed class ConfirmationMail(MailOut mail, IConfiguration settings)
{
    private const int MaxName = 100;

    public Task SendAsync(string to, CurrentUser asking, string company, string token, CancellationToken ct)
    {
        var pages = settings["PublicUrl:Web"]!.TrimEnd('/');
        var link = $"{pages}/settings/sender-addresses?token={Uri.EscapeDataString(token)}";
        var name = Plain(asking.DisplayName);
        company = Plain(company);
        return mail.SendAsync(to, "MailCrm: confirm this address / 送信元アドレスの確認", $"""
            {name} ({asking.Email}, {company}) asks MailCrm, the CRM of {company}, to take mail from {to} as
            theirs: mail sent from this address to {company}'s Smart BCC addresses would be filed in {name}'s mail tab.

            Is that you? Open this link within a day, signed in as {asking.Email}:
            {link}

            If you do not know {name} or did not ask for this, do nothing. The link is of no use to anybody else.

            ----

            {company}のCRM「MailCrm」で、{name}さん({asking.Email})が、{to} を自分の代替メールアドレスとして
            登録しようとしています。登録すると、このアドレスから{company}のスマートBCCアドレスに送られたメールは、
            {name}さんのメールタブに取り込まれます。

            ご本人の場合は、{asking.Email} でサインインした状態で、24時間以内に次のリンクを開いてください。
            {link}

            お心当たりがない場合は、何もする必要はありません。ほかの人がこのリンクを使うことはできません。

            """, ct);
    }

    // A name is what somebody typed into a directory: no lines of its own, no address to click on.
    private static string Plain(string name)
    {
        var plain = string.Concat(name.Where(c => !char.IsControl(c))).Replace("://", " ", StringComparison.Ordinal);
        return plain.Length > MaxName ? plain[..MaxName] : plain;
    }
}
