namespace CompanionApi.Linking;

/// <summary>Domains whose addresses anybody may have: who shares one is nobody's colleague for it.</summary>
public static class FreeMail
{
    private static readonly HashSet<string> Domains = new(StringComparer.OrdinalIgnoreCase)
    {
        "gmail.com", "googlemail.com", "outlook.com", "outlook.jp", "hotmail.com", "hotmail.co.jp", "hotmail.co.uk",
        "hotmail.de", "hotmail.fr", "hotmail.it", "live.com", "live.jp", "live.co.uk", "live.nl", "msn.com", "yahoo.com",
        "yahoo.co.jp", "ymail.ne.jp", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.es", "yahoo.co.in",
        "yahoo.com.br", "ymail.com", "rocketmail.com", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me",
        "protonmail.com", "pm.me", "tutanota.com", "tuta.com", "zoho.com", "zohomail.com", "fastmail.com", "hey.com",
        "gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "mail.de", "posteo.de",
        "mailbox.org", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "libero.it", "virgilio.it",
        "mail.ru", "bk.ru", "list.ru", "inbox.ru", "yandex.ru", "yandex.com", "rambler.ru", "qq.com", "163.com", "126.com",
        "yeah.net", "sina.com", "foxmail.com", "naver.com", "daum.net", "hanmail.net", "docomo.ne.jp", "ezweb.ne.jp",
        "au.com", "softbank.ne.jp", "i.softbank.jp", "ymobile.ne.jp", "rakuten.jp", "nifty.com", "biglobe.ne.jp",
        "so-net.ne.jp", "ocn.ne.jp", "excite.co.jp", "goo.jp", "comcast.net", "verizon.net", "att.net", "sbcglobal.net",
        "cox.net", "btinternet.com", "sky.com", "uol.com.br", "bol.com.br", "terra.com.br", "rediffmail.com",
        "seznam.cz", "wp.pl", "o2.pl", "onet.pl", "interia.pl", "bluewin.ch", "ziggo.nl", "telenet.be", "bigpond.com",
    };

    public static bool Has(string domain) => Domains.Contains(domain);
}
