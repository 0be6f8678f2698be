// The stream is closed one line before it is unlocked.
using System;
using System.IO;

namespace Basic.Counter
{
    public class VisitorCounter
    {
        public int Count(string path)
        {
            using FileStream fs = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            fs.Lock(0, long.MaxValue);
            int count = fs.ReadByte() + 1;
            fs.Position = 0;
            fs.WriteByte((byte)count);
            fs.Flush();
            fs.Close();
            {|LOCK3008:fs.Unlock(0, long.MaxValue)|};
            return count;
        }
    }
}
