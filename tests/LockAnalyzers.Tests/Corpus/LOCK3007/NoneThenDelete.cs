// FileShare.None is the lock; its file is removed after the close.
using System;
using System.IO;

namespace Nones
{
    public sealed class ProfileLock : IDisposable
    {
        private readonly FileStream _stream;
        private readonly string _lockFilePath;

        public ProfileLock(string profile)
        {
            _lockFilePath = Path.Combine(profile, "profile.lock");
            _stream = new FileStream(_lockFilePath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }

        public void Dispose()
        {
            _stream.Dispose();
            {|LOCK3007:File.Delete(_lockFilePath)|};
        }
    }
}
