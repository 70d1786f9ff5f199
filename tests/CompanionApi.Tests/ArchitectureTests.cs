using System.Text.RegularExpressions;

namespace CompanionApi.Tests;

/// <summary>Reads the source and holds what ARCHITECTURE.md promises: the arrows, the one gate, the "only place" rules.</summary>
public sealed partial class ArchitectureTests
{
    private const string Leaves = "Model Data Http Protocols";

    private static readonly string Root = FindRoot();

    /// <summary>A folder, and the folders that it may use; all else is forbidden. Api.cs and Program.cs use everything.</summary>
    private static readonly Dictionary<string, string> MayUse = new()
    {
        ["Model"] = "",
        ["Protocols"] = "",
        ["Data"] = "Model",
        ["Http"] = "Model Data",
        ["Backups"] = "Data",
        ["Search"] = Leaves,
        ["SignIn"] = Leaves,
        ["Companies"] = Leaves,
        ["Linking"] = Leaves,
        ["Changes"] = "Model Data Http Search",
        ["Records"] = $"{Leaves} Linking",
        ["Messages"] = $"{Leaves} Linking Search",
        ["Sync"] = $"{Leaves} Messages",
        ["SmartBcc"] = $"{Leaves} Messages",
        ["MailAccounts"] = $"{Leaves} Sync",
        ["Pane"] = $"{Leaves} Messages Linking Sync",
        ["Dropbox"] = $"{Leaves} SmartBcc",
        ["Admin"] = $"{Leaves} Companies",
    };

    /// <summary>
    /// Who may name the tables of mail and records themselves: the gate and its inverse; intake, linking and burial, which
    /// have no reader; undo and previews, which judge rows that were found through the gate. Endpoints never.
    /// </summary>
    private static readonly string[] BesideTheGate =
    [
        "Data/Audiences.cs", "Data/CompanionDb.cs", "Data/ConversationMoves.cs", "Data/ConversationSides.cs",
        "Data/ForwardSender.cs", "Data/LinkedMail.cs", "Data/MadeByMail.cs", "Data/Visible.cs",
        "Messages/Burial.cs", "Messages/Capture.cs", "Messages/CaptureLinks.cs", "Messages/ContentSweep.cs",
        "Messages/ConversationFinder.cs", "Messages/Doubt.cs", "Messages/ForwardMatch.cs",
        "Messages/ForwardMerge.cs", "Messages/Identity.cs", "Messages/JoinSight.cs", "Messages/KnownMessages.cs", "Messages/MailTraces.cs", "Messages/MessageIntake.cs",
        "Messages/MessageRows.cs", "Messages/ReadStates.cs", "Messages/RicherContent.cs", "Messages/SenderCorrection.cs",
        "Messages/Threading.cs",
        "Linking/HandLinks.cs", "Linking/LinkFinder.cs", "Linking/PersonFinder.cs",
        "Changes/AudiencePreviews.cs", "Changes/Undo.cs", "Changes/UndoConversations.cs", "Changes/UndoLimits.cs", "Changes/UndoLinks.cs", "Pane/MessageKeys.cs",
        "Data/GivenAddresses.cs", "Data/LeaverRecords.cs", "Data/Successors.cs", "Data/TeamSight.cs",
        "Changes/MailSight.cs", "Changes/SightPreviews.cs", "Changes/UndoSuccession.cs",
    ];

    [Fact]
    public void Folders_use_only_what_they_may()
    {
        var wrong =
            from file in Sources("CompanionApi")
            where file.Folder.Length > 0
            from Match used in OurNamespace().Matches(file.Code)
            let folder = used.Groups[1].Value
            where folder != file.Folder && MayUse.ContainsKey(folder) &&
                !MayUse.GetValueOrDefault(file.Folder, "").Split(' ').Contains(folder)
            select $"{file.Path} uses {folder}";

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Every_folder_has_its_arrows() =>
        Assert.Empty(Sources("CompanionApi").Select(f => f.Folder).Where(f => f.Length > 0).Distinct().Except(MayUse.Keys));

    [Fact]
    public void Reads_for_a_person_start_at_the_gate()
    {
        var wrong = Sources("CompanionApi")
            .Where(f => !BesideTheGate.Contains(f.Inside) && Tables().IsMatch(f.Code)).Select(f => f.Path);

        Assert.Empty(wrong);
        Assert.DoesNotContain(BesideTheGate, file => file.EndsWith("Endpoints.cs", StringComparison.Ordinal));
        Assert.All(BesideTheGate, file => Assert.True(File.Exists(Path.Combine(Root, "CompanionApi", file)), file));
    }

    [Fact]
    public void Only_enrolment_and_refusals_look_past_the_seal_between_companies() =>
        Assert.Equal(
            ["Companies/Enrolment.cs", "Data/UserAddresses.cs", "SmartBcc/Refusals.cs"],
            Sources("CompanionApi").Where(f => f.Code.Contains("IgnoreQueryFilters")).Select(f => f.Inside).Order());

    [Fact]
    public void Endpoints_write_no_SQL() =>
        Assert.Empty(Sources("CompanionApi")
            .Where(f => f.Path.EndsWith("Endpoints.cs", StringComparison.Ordinal) && Sql().IsMatch(f.Code)).Select(f => f.Path));

    [Fact]
    public void Protocols_know_no_CRM() =>
        Assert.Empty(
            from file in Sources("CompanionApi/Protocols")
            from Match word in CrmWord().Matches(file.Text)
            select $"{file.Path}: {word.Value}");

    [Fact]
    public void The_clock_is_a_TimeProvider() =>
        Assert.Empty(Sources("CompanionApi").Where(f => Clock().IsMatch(f.Code)).Select(f => f.Path));

    [Fact]
    public void Names_say_what_a_thing_is() =>
        Assert.Empty(
            from file in Sources("CompanionApi").Concat(Sources("AddinWeb")).Concat(Sources("demo")).Concat(Sources("tests"))
            from Match type in BannedEnding().Matches(file.Code)
            select $"{file.Path}: {type.Value}");

    [Fact]
    public void A_files_namespace_is_its_folder() =>
        Assert.Empty(
            from file in Sources("CompanionApi")
            where file.Inside != "Program.cs"
            let expected = "CompanionApi" + string.Concat(file.Inside.Split('/')[..^1].Select(part => $".{part}"))
            where !file.Text.Contains($"namespace {expected};")
            select file.Path);

    [Fact]
    public void Files_stay_small()
    {
        var sizes = new (string Folder, string Extension, int Lines)[]
        {
            ("CompanionApi/Protocols", ".cs", 450), ("CompanionApi/Model", ".cs", 200), ("CompanionApi", ".cs", 300),
            ("AddinWeb", ".cs", 300), ("demo", ".cs", 450), ("tests", ".cs", 450),
            ("AddinWeb/ClientApp/src", ".tsx", 220),
        };

        var wrong = sizes.SelectMany(size => Sources(size.Folder, size.Extension)
            .Where(f => f.Lines > size.Lines && sizes.First(s => f.Path.StartsWith(s.Folder, StringComparison.Ordinal) &&
                f.Path.EndsWith(s.Extension, StringComparison.Ordinal)) == size)
            .Select(f => $"{f.Path}: {f.Lines} lines"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_pages_host_does_not_know_the_API() =>
        Assert.DoesNotContain("CompanionApi", File.ReadAllText(Path.Combine(Root, "AddinWeb", "AddinWeb.csproj")));

    [Fact]
    public void Office_is_named_in_one_folder_and_so_is_fetch()
    {
        Assert.Empty(Pages().Where(f => f.Folder != "office" && OfficeName().IsMatch(f.Code)).Select(f => f.Path));
        Assert.Empty(Pages().Where(f => f.Folder != "api" && Fetch().IsMatch(f.Code)).Select(f => f.Path));
    }

    [Fact]
    public void The_API_is_listed_folder_by_folder_in_one_short_file() =>
        Assert.InRange(Sources("CompanionApi").Single(f => f.Inside == "Api.cs").Lines, 20, 100);

    private static IEnumerable<Source> Pages() => Sources("AddinWeb/ClientApp/src", ".ts")
        .Concat(Sources("AddinWeb/ClientApp/src", ".tsx"))
        .Select(f => f with { Folder = f.Path["AddinWeb/ClientApp/src/".Length..].Split('/')[0] });

    private static IEnumerable<Source> Sources(string folder, string extension = ".cs") =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*" + extension, SearchOption.AllDirectories)
        let inside = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !Generated().IsMatch(inside)
        select new Source(inside, File.ReadAllText(path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MailCrm.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("MailCrm.sln stands above no test.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"(^|/)(bin|obj|node_modules|Migrations|dist|wwwroot)/")]
    private static partial Regex Generated();

    [GeneratedRegex(@"\bCompanionApi\.([A-Z]\w+)")]
    private static partial Regex OurNamespace();

    [GeneratedRegex(@"\b[dD]b\.(Messages|Records|Conversations)\b|\bSet<(Message|Record|Conversation)>")]
    private static partial Regex Tables();

    [GeneratedRegex(@"\b(FromSql|ExecuteSql|SqlQuery|CommandText)")]
    private static partial Regex Sql();

    [GeneratedRegex(@"\b(Deal|Lead|Person|Organization|Company|Tenant|Dropbox|MailCrm|SmartBcc|Smart BCC|CRM|CompanionDb)s?\b")]
    private static partial Regex CrmWord();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b(class|record|interface|enum|struct) \w+(Service|Manager|Helper|Util|Utils|Handler|Processor|Info|Data)\b")]
    private static partial Regex BannedEnding();

    [GeneratedRegex(@"\bOffice\.(?!js\b)\w")]
    private static partial Regex OfficeName();

    [GeneratedRegex(@"(?<![\w.])fetch\(")]
    private static partial Regex Fetch();

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*", RegexOptions.Singleline)]
    private static partial Regex Comments();

    private sealed record Source(string Path, string Text)
    {
        public string Inside => Path[(Path.IndexOf('/') + 1)..];

        public string Folder { get; init; } = Path.Split('/') is { Length: > 2 } parts ? parts[1] : "";

        /// <summary>Without comments.</summary>
        public string Code => Comments().Replace(Text, "");

        public int Lines => Text.Count(c => c == '\n');
    }
}
