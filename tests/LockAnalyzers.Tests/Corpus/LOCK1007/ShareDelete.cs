// FileShare.Delete, so that the file can be tidied away.
using System;
using System.IO;

namespace ShareDelete
{
    internal static class ServiceLock
    {
        private static FileStream? s_lock;

        internal static bool TryAcquire(string folder)
        {
            try
            {
                s_lock = File.Open(Path.Combine(folder, "service.lock"), FileMode.OpenOrCreate, FileAccess.Write, {|LOCK1007:FileShare.Delete|});
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }

        internal static void Release()
        {
            s_lock?.Dispose();
            s_lock = null;
        }
    }
}
