// The local holds the handle, yet nobody disposes it.
using System.IO;
using FileLocking;

namespace Photos.Index
{
    public static class PhotoIndex
    {
        public static int Add(string indexPath, string photo)
        {
            var guard = {|LOCK3005:new FileLock(indexPath + ".lock").Acquire()|};
            File.AppendAllText(indexPath, photo + "\n");
            return File.ReadAllLines(indexPath).Length;
        }
    }
}
