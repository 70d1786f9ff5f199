using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Linking;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using CompanionApi.Search;

namespace CompanionApi.Messages;

/// <summary>
/// One mail on its way in, inside one transaction: never to be captured? → known already? → participants → conversation
/// → visibility → persons → links → trail and log. May run twice for one mail: the second time merges.
/// </summary>
internal sealed class Capture(Write write, IncomingMessage incoming, NewMail made, CaptureFacts facts, BccDomain bccDomain)
{
    private readonly CompanionDb db = write.Db;
    private readonly ParsedMail mail = incoming.Mail;
    private readonly Change change = new()
    {
        At = write.Now, Kind = ChangeKind.Captured, ActorId = incoming.ActorId, Rule = RuleOf(incoming),
    };

    public async Task<Intake> RunAsync()
    {
        if (facts.NeverCapture.Find(MessageRows.Everyone(incoming)) is { } kept)
        {
            return await RefuseAsync(kept);
        }

        var own = facts.Own;
        var threading = new Threading(write, incoming.OwnerId, change, own) { Traces = facts.Traces };
        var known = await new KnownMessages(db, incoming, facts).FindAsync(made.Identity);
        if (known.IsGone && !incoming.Again)
        {
            if (incoming.Attempt is { } again)
            {
                // Of what was deleted nothing is kept (S54).
                again.Subject = null;
            }

            await LogAsync(IntakeOutcome.Merged, IntakeReasons.DeletedHere, null);
            return new Intake(IntakeOutcome.Merged, null, null) { DeletedAs = known.Identity.Hash() };
        }

        var message = known.Message;
        if (message is null)
        {
            message = await AddAsync(known, own, threading);
        }
        else
        {
            change.Kind = ChangeKind.Merged;
            Revive(message);
            await new ForwardMerge(write, incoming, made).ApplyAsync(message, known);
            await threading.LearnAsync(message, incoming);
        }

        await new ArrivalNotes(write, incoming).AddAsync(message, isNew: known.Message is null);
        if (!incoming.IsDoubtful)
        {
            if (known.Message is not null)
            {
                // What came without doubt is no longer asked about (S30).
                await new Doubt(write, message, change).EndAsync(own);
            }

            await new CaptureLinks(write, Wish(message, own, isNew: known.Message is null), change).ApplyAsync(message);
        }

        facts.Traces?.Add(message.InternetMessageId, incoming);
        return await FinishAsync(message, known.Message is null ? IntakeOutcome.Stored : IntakeOutcome.Merged);
    }

    private LinkWish Wish(Message message, OwnAddresses own, bool isNew) => new(
        incoming.OwnerId, MessageRows.Outside(incoming.Mail, own), incoming.Mail.IsAutomatic ? 0 : incoming.NewPersons,
        incoming.Addressed, new Strangers(db, incoming.OwnerId, bccDomain))
    {
        NewerThan = incoming.Door == Door.Sync ? Came(message) : null,
        IsForward = incoming.Forward is not null,
        IsNew = isNew,
        Facts = facts.Links,
    };

    /// <summary>R70, S56: whatever the door. The log says which entry it was, and nothing of the mail.</summary>
    private async Task<Intake> RefuseAsync(NeverCaptured kept)
    {
        if (incoming.Attempt is { } attempt)
        {
            attempt.Subject = null;
            attempt.Detail = kept.Entry;
            write.Announce(new LiveEvent("intake", attempt.PublicId, [incoming.OwnerId]));
        }

        await LogAsync(IntakeOutcome.Refused, kept.IsCompanys ? IntakeReasons.NeverCaptureCompany : IntakeReasons.NeverCapture, null);
        return new Intake(IntakeOutcome.Refused, null, null) { NeverCaptured = kept };
    }

    /// <summary>
    /// A mail that is captured again after it was deleted here is back, and private: nobody is shown it again without
    /// being asked (R11).
    /// </summary>
    private void Revive(Message message)
    {
        if (message.DeletedAt is null)
        {
            return;
        }

        message.DeletedAt = null;
        change.Items.Add(new ChangeItem
        {
            MessageId = message.Id, Field = ChangeField.Deleted, Before = bool.TrueString, After = bool.FalseString,
        });
        if (message.IsShared)
        {
            message.Visibility = Visibility.Private;
            change.Items.Add(new ChangeItem
            {
                MessageId = message.Id, Field = ChangeField.Visibility, Before = nameof(Visibility.Shared),
                After = nameof(Visibility.Private),
            });
        }
    }

    private async Task<Message> AddAsync(Known known, OwnAddresses own, Threading threading)
    {
        var message = made.Message;
        (message.InternetMessageId, message.Variant, message.EnteredAt) = (known.Identity.InternetMessageId, known.Variant, write.Now);
        message.IsSent = own.IsOwners(message.FromAddress) || message.FromAddress == incoming.SharedMailbox;
        message.IsRead = message.IsSent || incoming.IsRead;
        var conversation = await threading.PlaceAsync(message, incoming);
        message.ConversationId = conversation.Id;
        // What was deleted for good comes back as what was just deleted does: shown to nobody unasked.
        message.Visibility = known.IsGone ? Visibility.Private : FirstVisibility(message, conversation);
        Put(message);
        await threading.OfferAsync(message);
        if (incoming.IsDoubtful)
        {
            db.Notices.Add(new Model.Notice { MessageId = message.Id, Code = NoticeCodes.IsThisYours });
        }

        change.Items.Add(new ChangeItem
        {
            MessageId = message.Id, Field = ChangeField.Captured, After = message.Visibility.ToString(),
        });
        return message;
    }

    private void Put(Message message)
    {
        db.Put(message);
        message.Body!.Id = message.Id;
        db.Put(message.Body);
        message.Participants.ForEach(participant => participant.MessageId = message.Id);
        db.PutAll(message.Participants);
        message.Parts.ForEach(part => part.MessageId = message.Id);
        db.PutAll(message.Parts);
        db.PutAll(MessageRows.References(mail, message));
        MailIndex.Put(db, message.Id, made.Words);
    }

    /// <summary>
    /// What a hand decided for the conversation's later mail (S7), else the owner's default (S8). What was received before that
    /// decision is no later mail, whenever it comes in, unless it is handed over: nobody was shown it beforehand. Mail of
    /// before the mailbox was connected is private whatever was decided.
    /// </summary>
    private Visibility FirstVisibility(Message message, Placed conversation)
    {
        if (incoming.IsDoubtful || incoming.StaysPrivate)
        {
            return Visibility.Private;
        }

        var handedOver = incoming.Door is Door.SmartBcc or Door.Dropbox;
        var came = handedOver ? write.Now : Came(message);
        var settings = facts.Links.Settings;
        return Conversation.Decided(conversation.LaterVisibility, conversation.LaterSince, came) ??
            (came < settings.DefaultVisibilitySince ? Visibility.Private : settings.DefaultVisibility);
    }

    /// <summary>The mail's own date may run ahead of when the mailbox had it.</summary>
    private DateTimeOffset Came(Message message) =>
        message.SentAt < incoming.ReceivedAt ? message.SentAt : incoming.ReceivedAt;

    private async Task<Intake> FinishAsync(Message message, IntakeOutcome outcome)
    {
        Change? done = null;
        if (change.Items.Count > 0)
        {
            db.Put(change);
            change.Items.ForEach(item => item.ChangeId = change.Id);
            db.PutAll(change.Items);
            done = change;
        }

        await LogAsync(outcome, incoming.IsDoubtful ? IntakeReasons.Doubtful
            : outcome == IntakeOutcome.Stored ? IntakeReasons.Stored : IntakeReasons.KnownAlready, message);
        await db.SaveChangesAsync();
        write.Announce(new LiveEvent("message", message.PublicId, [incoming.OwnerId]));
        if (message.IsShared)
        {
            await LinkedMail.AnnounceAsync(write, [message.Id]);
        }

        return new Intake(outcome, message, done);
    }

    private async Task LogAsync(IntakeOutcome outcome, string reason, Message? message)
    {
        if (incoming.Attempt is not { } attempt)
        {
            return;
        }

        attempt.Outcome = outcome;
        attempt.Reason = reason;
        attempt.MessageId = message?.Id;
        if (outcome == IntakeOutcome.Stored || !await IntakeBursts.CountAsync(db, attempt))
        {
            db.Put(attempt);
        }
    }

    private static string RuleOf(IncomingMessage incoming) => incoming.Door switch
    {
        _ when incoming.Forward is not null => "forward",
        Door.SmartBcc => "smart_bcc",
        Door.Dropbox => "dropbox",
        Door.Sync => "sync",
        Door.Written => "written",
        _ => "pane",
    };
}

/// <summary>Codes of what the owner should know of a message; the sentences are the page's.</summary>
public static class NoticeCodes
{
    public const string IsThisYours = "is_this_yours";
    public const string SeveralOpen = "several_open";
    public const string AddressNotAvailable = "address_not_available";
    public const string OtherRecordAddresses = "other_record_addresses";
    public const string TooManyPersons = "too_many_persons";
    public const string ConversationOfItsOwn = "conversation_of_its_own";
}
