using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;

namespace FileLocking.Tests;

/// <summary>What is told to those who listen.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_meter_counts_locks_and_refusals_and_times_waiting_and_holding()
    {
        var measured = new ConcurrentQueue<(string Name, double Value, object? Mode)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Meter.Name == "FileLocking")
                {
                    meters.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, tags[0].Value))
        );
        listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, tags[0].Value))
        );
        listener.Start();

        var file = new FileLock(_folder.File());
        using (file.Acquire())
        {
            Assert.Null(file.TryAcquire(FileLockMode.Shared));
        }

        Assert.Equal(
            [
                ("filelock.acquisitions", "exclusive"),
                ("filelock.wait.duration", "exclusive"),
                ("filelock.refusals", "shared"),
                ("filelock.hold.duration", "exclusive"),
            ],
            measured.Select(m => (m.Name, (string)m.Mode!))
        );
        Assert.All(measured, m => Assert.InRange(m.Value, 0, 30));
    }

    [Fact]
    public void The_event_source_tells_of_every_step()
    {
        using var listener = new Listener();
        var file = new FileLock(_folder.File());
        using (file.Acquire())
        {
            Assert.Null(file.TryAcquire(timeout: TimeSpan.FromMilliseconds(200)));
        }
        Assert.Equal(["Acquired", "WaitStarted", "Refused", "Released"], listener.Events.Select(e => e.EventName));
        Assert.All(listener.Events, e => Assert.Equal((file.Path, "exclusive"), ((string)e.Payload![0]!, (string)e.Payload[1]!)));
        Assert.IsType<double>(listener.Events.First().Payload![2]);
    }

    private sealed class Listener : EventListener
    {
        public ConcurrentQueue<EventWrittenEventArgs> Events { get; } = new();

        protected override void OnEventSourceCreated(EventSource source)
        {
            if (source.Name == "FileLocking")
            {
                EnableEvents(source, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs e)
        {
            if (e.EventId > 0)
            {
                Events.Enqueue(e);
            }
        }
    }
}
