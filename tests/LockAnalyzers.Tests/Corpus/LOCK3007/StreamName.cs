// The path comes from the stream's Name.
using System;
using System.IO;

namespace StreamNames
{
    public sealed class SyncLock : IDisposable
    {
        private FileStream? lockStream;

        public void Take(string path)
        {
            if (lockStream != null)
                throw new InvalidOperationException();
            lockStream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }

        public void Dispose()
        {
            if (lockStream == null)
                return;
            string name = lockStream.Name;
            lockStream.Dispose();
            lockStream = null;
            {|LOCK3007:File.Delete(name)|};
        }
    }
}
