// The share is set in an options object.
using System;
using System.IO;

namespace Options
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
                Share = {|LOCK1007:FileShare.Read|},
            });
        }

        public void Dispose() => stream.Dispose();
    }
}
