using CompanionApi.Http;
using CompanionApi.Messages;

namespace CompanionApi.Sync;

/// <summary>What every part of a turn works with: the provider, the calls that its mailbox allows, the one door in.</summary>
internal sealed record SyncTools(
    IMailSource Source, MailboxCalls Calls, MessageIntake Intake, SyncOptions Options, Metrics Metrics, TimeProvider Clock);
