using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace FileLocking.Tests;

/// <summary>What the meter counts in one instrument, while this is in use.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ConcurrentQueue<KeyValuePair<string, object?>[]> _tags = new();
    private readonly MeterListener _listener;

    public Measurements(string instrumentName)
    {
        _listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "FileLocking" && instrument.Name == instrumentName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _tags.Enqueue(tags.ToArray()));
        _listener.Start();
    }

    /// <summary>The value of one tag of every measurement.</summary>
    public IEnumerable<string> Tags(string name) => _tags.Select(tags => (string)tags.Single(tag => tag.Key == name).Value!);

    public void Dispose() => _listener.Dispose();
}
