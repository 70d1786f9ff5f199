using CompanionApi.Data;

namespace CompanionApi.Messages;

/// <summary>
/// The one door in. Every source of mail ends here; nothing else writes messages. The caller hears of the result after
/// the commit only (R29), and the same mail by any door, any number of times, is one message (R30, S50).
/// </summary>
public sealed class MessageIntake(Writer writer, ContentStore content, BccDomain bccDomain)
{
    /// <summary>Captures the mail for its owner.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be written: nothing was stored.</exception>
    /// <exception cref="IOException">The content store cannot be written: nothing was stored.</exception>
    public async Task<Intake> CaptureAsync(IncomingMessage incoming, CancellationToken ct = default)
    {
        var stored = await content.PutAsync(incoming.Source, ct);
        var kept = false;
        try
        {
            var mail = NewMail.Of(incoming, stored);
            var intake = await writer.WriteAsync(
                incoming.CompanyId, write => new Capture(write, incoming, mail, bccDomain).RunAsync(), ct);
            kept = intake.Message?.ContentKey == stored.Key;
            if (intake.ReplacedContent is { } replaced)
            {
                content.Delete(replaced);
            }

            return intake;
        }
        catch (StorageUnavailableException trouble) when (trouble.MayStand)
        {
            // A row may name it after all; if none does, the sweep finds it.
            kept = true;
            throw;
        }
        finally
        {
            if (!kept)
            {
                content.Delete(stored.Key);
            }
        }
    }
}
