using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CompanionApi.Tests.Records;

/// <summary>The commands that go to one database while this lives.</summary>
internal sealed class Queries : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string folder;
    private readonly ConcurrentQueue<string> texts = new();
    private readonly ConcurrentBag<IDisposable> listening = [];

    public Queries(string folder)
    {
        this.folder = folder;
        listening.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public IReadOnlyList<string> Texts => [.. texts];

    /// <summary>
    /// EF looks once a second whether anybody listens to its commands, and tells of none until then: so somebody always does.
    /// </summary>
    [ModuleInitializer]
    internal static void ListenAlways() => _ = new Queries("nowhere");

    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name == DbLoggerCategory)
        {
            listening.Add(listener.Subscribe(this, name => name == RelationalEventId.CommandExecuting.Name));
        }
    }

    public void OnNext(KeyValuePair<string, object?> happened)
    {
        if (happened.Value is CommandEventData { Command: var command } &&
            happened.Key == RelationalEventId.CommandExecuting.Name &&
            command.Connection?.DataSource.StartsWith(folder, StringComparison.Ordinal) == true)
        {
            texts.Enqueue(command.CommandText);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var one in listening)
        {
            one.Dispose();
        }
    }

    private const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";
}
