// A SafeFileHandle for a lock.
using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace OpenHandles
{
    public sealed class WorkerLock : IDisposable
    {
        private readonly SafeFileHandle lockHandle;

        public WorkerLock(string path)
        {
            lockHandle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, {|LOCK1007:FileShare.Read|}, FileOptions.None);
        }

        public void Dispose()
        {
            lockHandle.Dispose();
        }
    }
}
