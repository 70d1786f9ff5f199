using System.Collections.Concurrent;
using CompanionApi.Http;
using CompanionApi.Messages;
using CompanionApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CompanionApi.Tests.Faults;

/// <summary>What runs by the hour meets a database that is gone, with nobody there to be told.</summary>
public class UnattendedWorkTests
{
    private static readonly string[] Workers =
        [typeof(Burial).FullName!, typeof(ContentSweep).FullName!, typeof(IdempotencySweep).FullName!];

    [Fact]
    public async Task R29_work_that_fails_unattended_does_not_end_the_program()
    {
        var heard = new Heard();
        await using var app = await CompanionApp.StartAsync(builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(MailRoom.Dns() as CompanionApi.Protocols.Dns.IDns));
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new HastyClock()));
            builder.Logging.AddProvider(heard);
        });
        using var ended = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
            .Register(() => heard.All.TrySetException(new InvalidOperationException("The program ended.")));

        File.Move(app.DatabaseFile, app.DatabaseFile + "-away");
        await heard.All.Task.WaitAsync(TimeSpan.FromMinutes(1));
        File.Move(app.DatabaseFile + "-away", app.DatabaseFile);

        await app.TakeAsync(Letters.Of("after"));
        await app.TakenAsync("after");
    }

    /// <summary>Hours and minutes pass at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Hasten(dueTime), Hasten(period));

        private static TimeSpan Hasten(TimeSpan time) => time >= TimeSpan.FromMinutes(1) ? Soon : time;
    }

    /// <summary>Done when each of the workers has said that something is wrong.</summary>
    private sealed class Heard : ILoggerProvider
    {
        private readonly ConcurrentDictionary<string, bool> said = new();

        public TaskCompletionSource All { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ILogger CreateLogger(string categoryName) => new Listener(this, categoryName);

        public void Dispose()
        {
        }

        private void Hear(string category)
        {
            said[category] = true;
            if (Workers.All(said.ContainsKey))
            {
                All.TrySetResult();
            }
        }

        private sealed class Listener(Heard heard, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception,
                Func<TState, Exception?, string> formatter)
            {
                if (logLevel == LogLevel.Warning)
                {
                    heard.Hear(category);
                }
            }
        }
    }
}
