// On the normal path the range is unlocked in the try and again in the finally.
using System;
using System.IO;

namespace Loyalty.Points;

public class PointsFile
{
    private readonly FileStream file;

    public PointsFile(FileStream file) => this.file = file;

    public void Add(byte points, Action notify)
    {
        file.Lock(0, long.MaxValue);
        try
        {
            file.Position = 0;
            file.WriteByte(points);
            file.Flush();
            file.Unlock(0, long.MaxValue);
            notify();
        }
        finally
        {
            {|LOCK3008:file.Unlock(0, long.MaxValue)|};
        }
    }
}
