// The key is locked and given back, then the whole record: each unlock repeats its own lock.
using System;
using System.IO;

namespace ValidCode.LOCK2001
{
    internal sealed class RecordSizes
    {
        private const int RecordLength = 128;
        private const int KeyLength = 64;
        private readonly FileStream stream;

        internal RecordSizes(FileStream stream)
        {
            this.stream = stream;
        }

        internal void Update(int record, Action<long> change)
        {
            long offset = record * (long)RecordLength;
            stream.Lock(offset, KeyLength);
            try
            {
                change(offset);
            }
            finally
            {
                stream.Unlock(offset, KeyLength);
            }

            stream.Lock(offset, RecordLength);
            try
            {
                change(offset);
            }
            finally
            {
                stream.Unlock(offset, RecordLength);
            }
        }
    }
}
