Console.WriteLine("MailCrm demo");
