using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CompanionApi.Data;

/// <summary>Times are UTC milliseconds (S71).</summary>
public sealed class UtcMilliseconds() : ValueConverter<DateTimeOffset, long>(
    time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

/// <summary>Outside ids are 16 bytes, big-endian, so that UUIDv7 sorts by time (S70).</summary>
public sealed class BigEndianGuid() : ValueConverter<Guid, byte[]>(
    id => id.ToByteArray(true), bytes => new Guid(bytes, true));
