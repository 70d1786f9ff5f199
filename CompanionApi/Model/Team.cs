namespace CompanionApi.Model;

/// <summary>Flat, many-to-many, made by admins (S12).</summary>
public sealed class Team : PublicRow
{
    public required string Name { get; set; }
}

public sealed class TeamMember : Row
{
    public long TeamId { get; set; }

    public long UserId { get; set; }
}
