namespace CompanionApi.Protocols.Smtp;

/// <summary>Every reply the protocol itself gives, by name. The application's own refusals are its own words.</summary>
public static class SmtpReplies
{
    // Yes
    public static readonly SmtpReply SenderOk = new(250, "2.1.0", "Sender ok");
    public static readonly SmtpReply RecipientOk = new(250, "2.1.5", "Recipient ok");
    public static readonly SmtpReply SendData = new(354, "", "Send the message, end with <CRLF>.<CRLF>");
    public static readonly SmtpReply MessageTaken = new(250, "2.0.0", "Message taken");
    public static readonly SmtpReply ResetOk = new(250, "2.0.0", "Reset");
    public static readonly SmtpReply NoopOk = new(250, "2.0.0", "Ok");
    public static readonly SmtpReply CannotVerify = new(252, "2.5.1", "Cannot verify; send it, and see");
    public static readonly SmtpReply HelpText =
        new(214, "2.0.0", "EHLO MAIL RCPT DATA BDAT RSET NOOP VRFY STARTTLS QUIT");
    public static readonly SmtpReply ReadyForTls = new(220, "2.0.0", "Ready to start TLS");
    public static readonly SmtpReply Bye = new(221, "2.0.0", "Bye");

    // Out of order (RFC 5321 4.1.4)
    public static readonly SmtpReply SayHello = new(503, "5.5.1", "Say EHLO first");
    public static readonly SmtpReply MailFirst = new(503, "5.5.1", "Say MAIL first");
    public static readonly SmtpReply MailTwice = new(503, "5.5.1", "A sender is already given; RSET starts again");
    public static readonly SmtpReply NoRecipients = new(554, "5.5.1", "No recipient was accepted");
    public static readonly SmtpReply ChunksBegun = new(503, "5.5.1", "Not after BDAT (RFC 3030)");
    public static readonly SmtpReply TlsAlready = new(503, "5.5.1", "TLS is on already");

    // Not understood
    public static readonly SmtpReply UnknownCommand = new(500, "5.5.1", "Command not recognized");
    public static readonly SmtpReply NotImplemented = new(502, "5.5.1", "Command not implemented");
    public static readonly SmtpReply LineTooLong = new(500, "5.5.2", "Line too long");
    public static readonly SmtpReply BadLine =
        new(500, "5.5.2", "A line is ASCII or UTF-8, has no control characters, ends with CR LF");
    public static readonly SmtpReply NoArgument = new(501, "5.5.4", "This command takes no argument");
    public static readonly SmtpReply ArgumentMissing = new(501, "5.5.4", "An argument is missing");
    public static readonly SmtpReply BadHello = new(501, "5.5.4", "Give your host name or address literal");
    public static readonly SmtpReply BadSender = new(501, "5.1.7", "Syntax: MAIL FROM:<address>");
    public static readonly SmtpReply BadRecipient = new(501, "5.1.3", "Syntax: RCPT TO:<address>");
    public static readonly SmtpReply BadParameter = new(501, "5.5.4", "A parameter is malformed or given twice");
    public static readonly SmtpReply UnknownParameter = new(555, "5.5.4", "A parameter is not supported");
    public static readonly SmtpReply BadChunkSize = new(501, "5.5.4", "Syntax: BDAT size [LAST]");

    // Understood, and no
    public static readonly SmtpReply SenderNeedsUtf8 = new(550, "5.6.7", "A non-ASCII sender needs SMTPUTF8");
    public static readonly SmtpReply RecipientNeedsUtf8 = new(553, "5.6.7", "A non-ASCII recipient needs SMTPUTF8");
    public static readonly SmtpReply NoAddressLiterals =
        new(550, "5.1.2", "No mail for address literals; use the domain");
    public static readonly SmtpReply TooManyRecipients =
        new(452, "4.5.3", "Too many recipients; send the others again");
    public static readonly SmtpReply MessageTooLarge = new(552, "5.3.4", "The message is larger than the limit");
    public static readonly SmtpReply StorageFull = new(452, "4.3.1", "Too much mail at once; try again later");
    public static readonly SmtpReply TooMuchFromAddress =
        new(452, "4.3.1", "Too much mail at once from you; try again later");
    public static readonly SmtpReply LocalTrouble = new(451, "4.3.0", "Trouble here; try again later");

    // The end: after a 421 the connection is closed
    public static readonly SmtpReply TooManyConnections = new(421, "4.7.0", "Too many connections; try again later");
    public static readonly SmtpReply TooManyFromAddress =
        new(421, "4.7.0", "Too many connections from you; try again later");
    public static readonly SmtpReply TooManyCommands = new(421, "4.7.0", "Too many commands without a message");
    public static readonly SmtpReply TooManyErrors = new(421, "4.7.0", "Too many errors");
    public static readonly SmtpReply NotHttp = new(421, "4.7.0", "This is SMTP");
    public static readonly SmtpReply IdleTooLong = new(421, "4.4.2", "Waited too long for you");
    public static readonly SmtpReply TooSlow = new(421, "4.4.2", "The message arrives too slowly");
    public static readonly SmtpReply SessionTooLong = new(421, "4.4.2", "Session too long; connect again");
    public static readonly SmtpReply ShuttingDown = new(421, "4.3.2", "Shutting down; try again later");

    /// <summary>Never sent: what RejectedAsync is told when the client vanished.</summary>
    public static readonly SmtpReply ConnectionLost = new(421, "4.4.2", "The connection was lost");

    public static SmtpReply Greeting(string host) => new(220, "", $"{host} ESMTP");

    public static SmtpReply Hello(string host) => new(250, "", host);

    public static SmtpReply Extensions(string host, int maxMessageBytes, bool tls) => new(250, "", string.Join('\n',
    [
        host,
        "PIPELINING",
        $"SIZE {maxMessageBytes}",
        "8BITMIME",
        "SMTPUTF8",
        "CHUNKING",
        .. tls ? Array.Empty<string>() : ["STARTTLS"],
        "ENHANCEDSTATUSCODES",
    ]));

    public static SmtpReply ChunkTaken(long octets) => new(250, "2.0.0", $"{octets} octets received");
}
