// Everything is caught, nothing is released on that way out.
using System;
using System.IO;

namespace Status;

public static class StatusWriter
{
    public static bool TryStamp(FileStream status, byte stamp)
    {
        {|LOCK3001:status.Lock(0, long.MaxValue)|};
        try
        {
            status.Position = 0;
            status.WriteByte(stamp);
            status.Flush();
        }
        catch (Exception)
        {
            return false;
        }

        status.Unlock(0, long.MaxValue);
        return true;
    }
}
