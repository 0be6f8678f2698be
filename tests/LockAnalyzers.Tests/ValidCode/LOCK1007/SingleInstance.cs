// FileShare.None, opened only to be held: the lock file stays, the stream lives as long as the program.
using System;
using System.IO;
using System.Text;

namespace ValidCode.LOCK1007
{
    public sealed class SingleInstance : IDisposable
    {
        private const int SharingViolation = unchecked((int)0x80070020);
        private const int TryAgain = 11;

        private FileStream? lockFile;

        public bool IsFirst => lockFile != null;

        public bool TryStart(string folder)
        {
            if (lockFile != null)
                return true;

            Directory.CreateDirectory(folder);
            try
            {
                lockFile = new FileStream(Path.Combine(folder, "instance.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.HResult is SharingViolation or TryAgain)
            {
                return false;
            }

            lockFile.SetLength(0);
            lockFile.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString()));
            lockFile.Flush();
            return true;
        }

        public void Dispose()
        {
            lockFile?.Dispose();
            lockFile = null;
        }
    }

    /// <summary>Ordinary files, opened with whatever sharing suits them; a block of text and a clock are no locks.</summary>
    public static class OrdinaryFiles
    {
        public static string Tail(string logPath)
        {
            using var log = new FileStream(logPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            log.Seek(-Math.Min(log.Length, 4096), SeekOrigin.End);
            using var reader = new StreamReader(log);
            return reader.ReadToEnd();
        }

        public static byte[] ReadBlock(string blockPath, int index)
        {
            using var block = File.Open(blockPath, FileMode.Open, FileAccess.Read, FileShare.Read);
            block.Position = index * 512L;
            var bytes = new byte[512];
            int n = block.Read(bytes);
            return bytes[..n];
        }

        public static DateTime ReadClock(string clockPath)
        {
            using var clock = File.Open(clockPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(clock);
            return DateTime.Parse(reader.ReadToEnd());
        }
    }
}
