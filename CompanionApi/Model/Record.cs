namespace CompanionApi.Model;

public enum RecordKind
{
    Person = 1,
    Organization = 2,
    Lead = 3,
    Deal = 4,
    Project = 5,
}

public enum VisibleTo
{
    /// <summary>Its owner alone.</summary>
    Owner = 1,

    /// <summary>Members of any team of its present owner, judged when reading (S12).</summary>
    Team = 2,

    /// <summary>The company's active users.</summary>
    Everyone = 3,
}

public enum RecordStatus
{
    Open = 0,
    Won = 1,
    Lost = 2,
    Converted = 3,
    Archived = 4,
    Done = 5,
}

/// <summary>Something that mail is linked to. The five kinds share one table, so that one rule says who sees it.</summary>
public abstract class Record : PublicRow
{
    public RecordKind Kind { get; private set; }

    public long OwnerId { get; set; }

    public VisibleTo VisibleTo { get; set; }

    /// <summary>A person's or organization's name, or the title.</summary>
    public required string Name
    {
        get;
        set
        {
            field = value;
            SearchName = Folding.FoldName(value);
        }
    }

    /// <summary>The name as searches compare it; follows <see cref="Name"/>.</summary>
    public string SearchName { get; private set; } = "";

    public RecordStatus Status { get; set; }

    public int Version { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Where its mail and links went when it was merged or converted (S34).</summary>
    public long? SuccessorId { get; set; }

    /// <summary>Made by captured mail and not looked at yet: visible to its owner alone until its mail is shared (S10).</summary>
    public bool IsNewByMail { get; set; }

    public List<RecordEmail> Emails { get; set; } = [];

    /// <summary>Makes these its addresses, in this order; <see cref="Emails"/> must be loaded.</summary>
    public void PutEmails(IReadOnlyList<string> addresses)
    {
        Emails.RemoveAll(email => !addresses.Contains(email.Address));
        for (var position = 0; position < addresses.Count; position++)
        {
            var email = Emails.Find(e => e.Address == addresses[position]);
            if (email is null)
            {
                email = new RecordEmail { Address = addresses[position] };
                Emails.Add(email);
            }

            email.Position = position;
        }
    }
}

public sealed class Person : Record
{
    public string? FirstName { get; set; }

    public string? LastName { get; set; }

    public long? OrganizationId { get; set; }
}

public sealed class Organization : Record;

public sealed class Lead : Record
{
    public string? LastName { get; set; }
}

public sealed class Deal : Record
{
    public decimal? Value { get; set; }

    public string? Currency { get; set; }

    public long? OrganizationId { get; set; }
}

public sealed class Project : Record
{
    public long? DealId { get; set; }
}

/// <summary>An address of a person or lead, normalised. Not unique: hidden records may hold it too (S9).</summary>
public sealed class RecordEmail : Row
{
    public long RecordId { get; set; }

    public required string Address
    {
        get;
        set
        {
            field = value;
            Domain = value[(value.LastIndexOf('@') + 1)..];
        }
    }

    /// <summary>What stands behind the @: colleagues share it. Follows <see cref="Address"/>.</summary>
    public string Domain { get; private set; } = "";

    public int Position { get; set; }
}

/// <summary>A person of a deal or project, or the one person of a lead.</summary>
public sealed class RecordPerson : Row
{
    public long RecordId { get; set; }

    public long PersonId { get; set; }
}

public sealed class Note : PublicRow
{
    public long RecordId { get; set; }

    public long AuthorId { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Text { get; set; }
}
