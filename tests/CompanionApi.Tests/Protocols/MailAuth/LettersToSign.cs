using System.Text;

namespace CompanionApi.Tests.Protocols.MailAuth;

/// <summary>Letters in the ways that a canonical form can go wrong, by name; each as octets in Latin-1.</summary>
internal static class LettersToSign
{
    private const string Plain =
        "From: Anna Keller <anna@contoso.example>\r\nTo: taro@yamada.example\r\nSubject: Offer\r\n" +
        "Date: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@contoso.example>\r\n";

    public static readonly IReadOnlyDictionary<string, byte[]> All = new Dictionary<string, string>
    {
        ["plain"] = Plain + "\r\nDear Taro,\r\nhere is the price.\r\n",
        ["blank-lines-at-the-end"] = Plain + "\r\nHello\r\n\r\n\r\n\r\n",
        ["no-body"] = Plain + "\r\n",
        ["blank-body"] = Plain + "\r\n\r\n\r\n",
        ["body-of-blanks"] = Plain + "\r\n  \r\n\t\r\n",
        ["white-space"] = Plain + "\r\n a  b\t \tc \r\n\t\r\n  d\t\r\n",
        ["dots"] = Plain + "\r\n.\r\n..\r\n.a\r\n",
        ["folded"] = "From:  Anna\r\n\tKeller \r\n   <anna@contoso.example>\r\nTo:taro@yamada.example\r\n" +
            "Subject: One\r\n two  three \r\n\tfour\r\nX-Odd:  \t a \r\n\r\nHello\r\n",
        ["empty-field"] = Plain + "Reply-To:\r\nX-Note: \r\n\r\nHello\r\n",
        ["twice"] = "Received: from a\r\nReceived: from b\r\nX-Note: one\r\nX-Note: two\r\n" + Plain + "\r\nHello\r\n",
        ["names-in-any-case"] = "FROM: anna@contoso.example\r\nfrOm-x: y\r\nSUBJECT: Offer\r\nto: t@x.example\r\n\r\nHello\r\n",
        ["long-line"] = Plain + "X-Long: " + new string('x', 900) + "\r\n\r\n" + new string('y', 990) + "\r\n",
        ["colons"] = Plain + "X-Note: a: b :c\r\nX-Colon:::\r\n\r\nSubject: not a field\r\n",
        ["utf-8"] = Plain + Latin1("X-Note: 商談の件\r\nContent-Type: text/plain; charset=utf-8\r\n" +
            "Content-Transfer-Encoding: 8bit\r\n\r\n山田様\u3000お世話に  なっております。\r\n", Encoding.UTF8),
        ["iso-2022-jp"] = Plain + "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\u001B$B;3ED\u001B(B  \u001B$BMM\u001B(B\r\n",
        ["shift-jis"] = Plain + "Content-Type: text/plain; charset=shift_jis\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
            "\u008ER\u0093c\u0097l\u0081@\u0094\\\u0097\u00CD\r\n",
        ["encoded-words"] = Plain + "X-Note: =?iso-2022-jp?B?GyRCOGY4KzBGGyhC?=\r\n =?utf-8?Q?=E3=81=82?=\r\n\r\nHello\r\n",
        ["multipart"] = Plain + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"b\"\r\n\r\npreamble\r\n" +
            "--b\r\n\r\nHello \r\n--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nSGk=\r\n--b--\r\n",
        ["large"] = Plain + "\r\n" + string.Concat(Enumerable.Repeat("Here is  the price of a roaster. \r\n", 60_000)),
    }.ToDictionary(letter => letter.Key, letter => Encoding.Latin1.GetBytes(letter.Value));

    private static string Latin1(string text, Encoding encoding) => Encoding.Latin1.GetString(encoding.GetBytes(text));
}
