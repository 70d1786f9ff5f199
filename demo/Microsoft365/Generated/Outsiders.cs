using System.Globalization;
using CompanionApi.Protocols.Mime;

namespace Demo.Microsoft365.Generated;

/// <summary>The people outside that generated mail is exchanged with: sixty companies, five people each.</summary>
internal static class Outsiders
{
    public const int Count = Companies * PeoplePerCompany;
    private const int Companies = 60;
    private const int PeoplePerCompany = 5;

    private static readonly string[] Places =
        ["Aldgate", "Brisa", "Castel", "Dunmore", "Elbe", "Fjord", "Garonne", "Halden", "Istria", "Juniper"];

    private static readonly string[] Trades = ["Timber", "Freight", "Optics", "Foods"];

    private static readonly (string Name, string Domain)[] JapaneseCompanies =
    [
        ("北浜商事", "kitahama"), ("青葉製作所", "aoba"), ("三橋運輸", "mitsuhashi"), ("白石食品", "shiraishi"),
        ("南風電機", "minamikaze"), ("大和田工業", "owada"), ("若宮物産", "wakamiya"), ("高瀬精機", "takase"),
        ("朝日奈印刷", "asahina"), ("藤代建設", "fujishiro"), ("桜木繊維", "sakuragi"), ("泉川化学", "izumikawa"),
        ("森下珈琲", "morishita"), ("浅倉商店", "asakura"), ("水無瀬紙業", "minase"), ("五十嵐硝子", "igarashi"),
        ("岬水産", "misaki"), ("望月時計", "mochizuki"), ("葉山造園", "hayama"), ("長沢倉庫", "nagasawa"),
    ];

    private static readonly string[] FirstNames =
        ["Mara", "Joost", "Inès", "Oliver", "Petra", "Søren", "Lucía", "Tomasz", "Bianca", "Henrik", "Ruth", "Jean-Luc"];

    private static readonly string[] LastNames =
        ["Vogel", "O'Brien", "García", "Lindqvist", "Novák", "Moreau", "Fischer", "Hughes", "Kowalska", "de Vries", "Rossi"];

    private static readonly (string Name, string Local)[] JapaneseNames =
    [
        ("山本 真理子", "yamamoto"), ("中村 健", "nakamura"), ("小林 さくら", "kobayashi"), ("加藤 翔太", "kato"),
        ("吉田 由美", "yoshida"), ("佐々木 隆", "sasaki"), ("松井 美咲", "matsui"), ("清水 大輔", "shimizu"),
        ("斎藤 恵", "saito"), ("渡邉 一郎", "watanabe"), ("髙橋 葵", "takahashi"),
    ];

    private static readonly Outsider[] All = [.. Enumerable.Range(0, Count).Select(Make)];

    public static Outsider Of(int index) => All[index];

    private static Outsider Make(int index)
    {
        var (company, person) = (index % Companies, index / Companies);
        if (company % 3 == 0)
        {
            var (name, domain) = JapaneseCompanies[company / 3];
            var (who, local) = JapaneseNames[(company + person * 3) % JapaneseNames.Length];
            return new Outsider(new MailAddress(who, $"{local}{person}@{domain}.example"), name, $"{domain}.example", true);
        }

        var (place, trade) = (Places[company % Places.Length], Trades[company / Places.Length % Trades.Length]);
        var first = FirstNames[(company * 5 + person) % FirstNames.Length];
        var last = LastNames[(company + person * 4) % LastNames.Length];
        var host = $"{place}-{trade}{company}.example".ToLowerInvariant();
        return new Outsider(
            new MailAddress($"{first} {last}", $"{Ascii(first)}.{Ascii(last)}@{host}"), $"{place} {trade}", host, false);
    }

    private static string Ascii(string name) => string.Concat(name.Normalize(System.Text.NormalizationForm.FormD)
        .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
        .Select(c => c == 'ø' ? 'o' : c)
        .Where(char.IsAsciiLetter)).ToLowerInvariant();
}

internal sealed record Outsider(MailAddress Person, string Company, string Domain, bool IsJapanese);
