// The unlock names the following block.
using System;
using System.IO;

namespace Blocks
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
                stream.Position = at;
                return stream.Read(into, 0, into.Length < BlockSize ? into.Length : (int)BlockSize);
            }
            finally
            {
                stream.Unlock({|LOCK2001:at + BlockSize, BlockSize|});
            }
        }
    }
}
