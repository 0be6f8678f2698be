// Only Windows runs it, where FileShare.Read keeps out everybody who wants to write, as every holder does.
using System;
using System.IO;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ValidCode.LOCK1007
{
    [SupportedOSPlatform("windows")]
    public sealed class WorkerLock : IDisposable
    {
        private readonly SafeFileHandle lockHandle;

        public WorkerLock(string path)
        {
            lockHandle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, FileOptions.None);
        }

        public void Dispose()
        {
            lockHandle.Dispose();
        }
    }
}
