namespace CompanionApi.Protocols.Mime;

/// <summary>Collects defects, each kind once per place, and no more than anyone would read.</summary>
internal sealed class DefectLog
{
    private const int MaxDefects = 200;
    private readonly HashSet<MailDefect> seen = [];
    private readonly List<MailDefect> defects = [];

    public IReadOnlyList<MailDefect> Defects => defects;

    public void Add(MailDefectKind kind, string where)
    {
        var defect = new MailDefect(kind, where);
        if (defects.Count < MaxDefects && seen.Add(defect)) defects.Add(defect);
    }
}
