namespace CompanionApi.Model;

/// <summary>A row of one company. The context fills in and guards <see cref="CompanyId"/> (R9, S70).</summary>
public abstract class Row
{
    public long Id { get; set; }

    public int CompanyId { get; set; }
}

/// <summary>A row that the outside may name. Outside only <see cref="PublicId"/> is ever shown.</summary>
public abstract class PublicRow : Row
{
    public Guid PublicId { get; set; } = Guid.CreateVersion7();
}
