// A record of 128 bytes is locked, 64 bytes of it are unlocked.
using System;
using System.IO;

namespace Sizes
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
            stream.Lock(offset, RecordLength);
            try
            {
                change(offset);
            }
            finally
            {
                stream.Unlock({|LOCK2001:offset, KeyLength|});
            }
        }
    }
}
