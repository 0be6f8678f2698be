// Seek and write one record; the record lock ends before the record leaves the buffer.
using System;
using System.IO;

namespace Records
{
    internal sealed class RecordFile : IDisposable
    {
        private const int Size = 128;
        private readonly FileStream _records;

        internal RecordFile(string path)
        {
            _records = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 4096);
        }

        internal void Put(int index, byte[] record)
        {
            long at = (long)index * Size;
            _records.Lock(at, Size);
            try
            {
                _records.Position = at;
                _records.Write(record, 0, Size);
            }
            finally
            {
                {|LOCK3009:_records.Unlock(at, Size)|};
            }

            _records.Flush();
        }

        public void Dispose() => _records.Dispose();
    }
}
