// HandleLock.Unlock gets a disposed handle.
using System.IO;
using FileLocking;
using Microsoft.Win32.SafeHandles;

namespace Sensors.Buffer;

public static class SensorBuffer
{
    public static long Append(string path, byte[] sample)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            HandleLock.Lock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        try
        {
            long at = RandomAccess.GetLength(file);
            RandomAccess.Write(file, sample, at);
            return at;
        }
        finally
        {
            file.Dispose();
            {|LOCK3008:HandleLock.Unlock(file)|};
        }
    }
}
