// Flush comes one line after the Unlock.
using System;
using System.IO;

namespace Meter.Readings
{
    public class ReadingsFile : IDisposable
    {
        private readonly FileStream _fs;
        public ReadingsFile(string path) { _fs = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite); }

        public void Append(byte[] reading)
        {
            _fs.Lock(0, long.MaxValue);
            try
            {
                _fs.Seek(0, SeekOrigin.End);
                _fs.Write(reading, 0, reading.Length);
            }
            finally
            {
                {|LOCK3009:_fs.Unlock(0, long.MaxValue)|};
            }
            _fs.Flush();
        }

        public void Dispose() => _fs.Dispose();
    }
}
