namespace AddinWeb.Settings;

/// <summary>The program cannot start as it is set up; the message names each setting and what is expected.</summary>
public sealed class WrongSettingException(IReadOnlyList<string> problems)
    : Exception("MailCrm's pages cannot start:\n" + string.Join("\n", problems.Select(problem => "  " + problem)));
