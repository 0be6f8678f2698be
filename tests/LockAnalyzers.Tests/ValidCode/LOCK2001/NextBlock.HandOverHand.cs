// The next block is locked before this one is given back, and given back afterwards.
using System;
using System.IO;

namespace ValidCode.LOCK2001
{
    public class Blocks
    {
        const long BlockSize = 0x1000;

        public int Read(FileStream stream, long block, byte[] into)
        {
            long at = block * BlockSize;
            stream.Lock(at, BlockSize);
            try
            {
                stream.Lock(at + BlockSize, BlockSize);
                try
                {
                    stream.Position = at;
                    return stream.Read(into, 0, into.Length < 2 * BlockSize ? into.Length : 2 * (int)BlockSize);
                }
                finally
                {
                    stream.Unlock(at + BlockSize, BlockSize);
                }
            }
            finally
            {
                stream.Unlock(at, BlockSize);
            }
        }
    }
}
