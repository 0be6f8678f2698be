// FileStream.Lock, released by the stream's end.
using System;
using System.IO;

namespace StreamRegions
{
    public class Sequence
    {
        private readonly string path;

        public Sequence(string path) { this.path = path; }

        public int Next()
        {
            using FileStream fs = File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            {|LOCK3006:fs.Lock(0, long.MaxValue)|};
            int b = fs.ReadByte();
            int next = b < 0 ? 0 : (b + 1) & 0xFF;
            fs.Position = 0;
            fs.WriteByte((byte)next);
            return next;
        }
    }
}
