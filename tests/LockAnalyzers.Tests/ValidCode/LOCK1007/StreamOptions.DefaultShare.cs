// FileStreamOptions whose share is None.
using System;
using System.IO;

namespace ValidCode.LOCK1007
{
    public sealed class ExportLock : IDisposable
    {
        private readonly FileStream stream;

        public ExportLock(string path)
        {
            stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
            });
        }

        public void Dispose() => stream.Dispose();
    }
}
