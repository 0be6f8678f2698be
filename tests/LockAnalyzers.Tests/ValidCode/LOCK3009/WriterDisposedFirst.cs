// Right: the leaveOpen writer is disposed, thus flushed into the stream, and the stream flushed, before the unlock.
using System;
using System.IO;
using System.Text;

namespace ValidCode.LOCK3009;

public class AuditTrail
{
    private readonly FileStream trail;

    public AuditTrail(FileStream trail) => this.trail = trail;

    public void Append(params string[] lines)
    {
        trail.Lock(0, long.MaxValue);
        try
        {
            trail.Seek(0, SeekOrigin.End);
            using (var writer = new StreamWriter(trail, Encoding.UTF8, 1024, leaveOpen: true))
            {
                foreach (string line in lines)
                    writer.WriteLine(line);
            }
            trail.Flush(true);
        }
        finally
        {
            trail.Unlock(0, long.MaxValue);
        }
    }
}
