// A lock by existence: CreateNew succeeds for one process only, and committing or rolling back removes the name. No deletion race here.
using System;
using System.IO;
using System.Text;

namespace ValidCode.LOCK3007
{
    /// <summary>Writes <c>name.lock</c> and renames it over <c>name</c>.</summary>
    public sealed class RefLockFile : IDisposable
    {
        private readonly string _target;
        private readonly string _lockPath;
        private FileStream? _stream;

        private RefLockFile(string target, string lockPath, FileStream stream)
        {
            _target = target;
            _lockPath = lockPath;
            _stream = stream;
        }

        public static RefLockFile? TryCreate(string target)
        {
            string lockPath = target + ".lock";
            try
            {
                var stream = new FileStream(lockPath, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                return new RefLockFile(target, lockPath, stream);
            }
            catch (IOException) when (File.Exists(lockPath))
            {
                return null;
            }
        }

        public void Write(string content)
        {
            if (_stream is null)
                throw new ObjectDisposedException(nameof(RefLockFile));
            _stream.Write(Encoding.UTF8.GetBytes(content));
        }

        public void Commit()
        {
            if (_stream is null)
                throw new ObjectDisposedException(nameof(RefLockFile));
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            _stream = null;
            File.Move(_lockPath, _target, overwrite: true);
        }

        public void Dispose()
        {
            if (_stream is null)
                return;
            _stream.Dispose();
            _stream = null;
            File.Delete(_lockPath);
        }
    }
}
