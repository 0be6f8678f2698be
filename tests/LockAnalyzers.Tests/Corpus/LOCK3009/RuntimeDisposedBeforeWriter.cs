// The runtime's handle is disposed before the writer.
using System.IO;
using FileLocking;

namespace Routes.Gpx;

public class GpxFile
{
    private readonly FileLock _lock = new("track.gpx.lock");

    public void AddPoint(double lat, double lon)
    {
        var writer = new StreamWriter("track.gpx", append: true);
        try
        {
            FileLockHandle held = _lock.Acquire();
            try
            {
                writer.WriteLine($"<trkpt lat=\"{lat}\" lon=\"{lon}\"/>");
            }
            finally
            {
                {|LOCK3009:held.Dispose()|};
            }
        }
        finally
        {
            writer.Dispose();
        }
    }
}
