using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace CompanionApi.Data;

/// <summary>Stamps a new row with its context's company.</summary>
public sealed class CompanyIdGenerator : ValueGenerator<int>
{
    public override bool GeneratesTemporaryValues => false;

    public override int Next(EntityEntry entry) => ((CompanionDb)entry.Context).CompanyId;
}
